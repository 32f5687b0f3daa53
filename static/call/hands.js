import { useEffect, useRef } from "preact/hooks";
import { firstName, t } from "../strings/index.js";
import { toast } from "../ui/toast.js";
/** @import { Desk } from "./desk.js" */

/** Who raises a hand is announced, wherever one looks. @param {Desk} desk */
export function useNewHands(desk) {
  const room = desk.call.room.value;
  const before = useRef(/** @type {readonly string[]} */ (room?.hands ?? []));
  useEffect(() => {
    const hands = room?.hands ?? [];
    const raised = hands.filter((peer) => peer !== room?.peerId && !before.current.includes(peer));
    before.current = hands;
    if (raised.length) toast(t("call.hand-raised", { name: firstName(desk.mentorship.other.name) }), { icon: "hand" });
  }, [room?.hands]);
}
