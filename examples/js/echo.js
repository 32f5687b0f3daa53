import { Bot } from "./client.js";

/** Says again what people say. Scopes: chat:read, chat:write. */

const bot = new Bot(process.env.MENTORPITCH_URL ?? "", process.env.MENTORPITCH_TOKEN ?? "");

bot.onMessage(async (place, message) => {
  // Not to bots, or two echoes would never end.
  if (place.user_ids.includes(message.sender_id)) await bot.say(place, `You said: ${message.body}`, `echo-${message.seq}`);
});

bot.run();
