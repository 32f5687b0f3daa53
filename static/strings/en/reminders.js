/** Reminders of meetings. */
export const reminders = {
  "reminder.label": "Reminder",
  "reminder.when": "{when}:",
  "reminder.in-minutes": { one: "In {count} minute", other: "In {count} minutes" },
  "reminder.join": "Join",
  "reminder.seen": "Seen: {title}",

  "reminders.title": "Reminders",
  "reminders.lead": "Of your meetings. A mail says with whom and when, and where to stop these mails.",
  "reminders.no-mail": "Of your meetings. This server sends no mail.",
  "reminders.day": "A day before",
  "reminders.soon": "10 minutes before",
  "reminders.app": "Here, on every page",
  "reminders.mail": "By mail",
  "reminders.details": "Say in the mail what the meeting is about, and where",
  "reminders.details-hint": "These are words of you two. In a mail, whoever runs or sees a mailbox on the way can read them.",

  "unsubscribe.page": "Stop reminder mails",
  "unsubscribe.title": "No more reminders by mail?",
  "unsubscribe.text": "You are still reminded here, while you are signed in.",
  "unsubscribe.action": "Stop these mails",
  "unsubscribe.done": "No more of these mails",
  "unsubscribe.done-text": "You can have them again at any time, in your settings.",
  "unsubscribe.settings": "Open the settings",
  "unsubscribe.wrong": "This link is not whole. Copy all of it from the mail.",
};
