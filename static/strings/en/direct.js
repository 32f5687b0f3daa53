/** Direct messages: who one writes to outside of a mentorship. */
export const direct = {
  "direct.title": "Direct messages",
  "direct.lead": "With anybody in your programmes, whatever you are to each other there.",
  "direct.all": "All direct messages",
  "direct.new": "New message",
  "direct.new-title": "Write to somebody",
  "direct.search": "Search by name",
  "direct.found": { one: "{count} person", other: "{count} people" },
  "direct.found-more": "More than {count} people",
  "direct.found-nobody": "Nobody in your programmes has that name.",
  "direct.nobody": "Nobody else is in your programmes yet.",
  "direct.more": "More",
  "direct.empty-title": "Nothing written yet",
  "direct.empty-text": "For what belongs to no mentorship: a question to whoever runs the programme, a word to another mentee.",
  "direct.apart": "You share no programme any more. What is here can still be read.",
  "direct.menu": "More about {name}",
};
