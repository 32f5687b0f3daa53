import { common } from "./en/common.js";
import { people } from "./en/people.js";
import { mentorship } from "./en/mentorship.js";
import { about } from "./en/about.js";
import { chat } from "./en/chat.js";
import { attachments } from "./en/attachments.js";
import { direct } from "./en/direct.js";
import { notify } from "./en/notify.js";
import { words } from "./en/words.js";
import { call } from "./en/call.js";
import { meetings } from "./en/meetings.js";
import { agenda } from "./en/agenda.js";
import { growth } from "./en/growth.js";
import { matching } from "./en/matching.js";
import { programme } from "./en/programme.js";
import { work } from "./en/work.js";
import { reminders } from "./en/reminders.js";
import { search } from "./en/search.js";
import { webhooks } from "./en/webhooks.js";
import { docs } from "./en/docs.js";
import { bots } from "./en/bots.js";
import { consents } from "./en/consents.js";
import { talk } from "./en/talk.js";

/** English. Short, plain, second person, present tense. Keys are grouped by where the words stand. */
export const en = {
  ...common,
  ...people,
  ...mentorship,
  ...about,
  ...chat,
  ...attachments,
  ...direct,
  ...notify,
  ...words,
  ...call,
  ...meetings,
  ...agenda,
  ...growth,
  ...matching,
  ...programme,
  ...work,
  ...reminders,
  ...search,
  ...webhooks,
  ...docs,
  ...bots,
  ...consents,
  ...talk,
};
