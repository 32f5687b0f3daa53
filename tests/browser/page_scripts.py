"""What the tests ask a page in its own language."""

PLAYING = """() => {
  const playing = [...document.querySelectorAll("video")].filter((v) => v.videoWidth && !v.paused);
  return playing.length >= 2;
}"""

WATCH_SOCKET = """() => {
  window.sentUntilJoined = [];
  window.joinedAck = false;
  if (window.isWatched) return;
  window.isWatched = true;
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    const named = typeof data === "string" && data.match(/^42\\d*\\["(\\w+)"/);
    if (named && !window.joinedAck) window.sentUntilJoined.push(named[1]);
    if (named && named[1] === "join_call")
      this.addEventListener("message", function heard(e) {
        if (!/^43/.test(e.data)) return;
        window.joinedAck = true;
        this.removeEventListener("message", heard);
      });
    return send.call(this, data);
  };
}"""

JOIN_AND_WAIT_FOR_FRAME = """() => new Promise((done) => {
  const button = [...document.querySelectorAll("button")].find((b) => b.textContent.trim() === "Join now");
  const clicked = performance.now();
  button.click();
  const look = async () => {
    const stats = window.mentorpitch?.connection && (await window.mentorpitch.connection.getStats());
    const seen = stats && [...stats.values()].some((s) => s.type === "inbound-rtp" && s.framesDecoded > 0);
    seen ? done(performance.now() - clicked) : setTimeout(look, 10);
  };
  look();
})"""

# What is asked from now on, and what the browser thinks of the call's path at that moment.
WATCH_QUESTIONS = """() => {
  window.asked = [];
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    const named = typeof data === "string" && data.match(/^42\\d*\\["(\\w+)"/);
    if (named) window.asked.push(`${named[1]} while ${window.mentorpitch.connection.connectionState}`);
    return send.call(this, data);
  };
}"""

KEEP_TRACKS = """() => {
  window.tracks = window.mentorpitch.connection.getSenders().map((s) => s.track).filter(Boolean);
}"""

# What the browser's statistics would say of a path that loses whatever one sends, while `window.loses`.
LOSSY = """() => {
  const real = RTCPeerConnection.prototype.getStats;
  let lost = 0;
  RTCPeerConnection.prototype.getStats = async function () {
    const all = await real.call(this);
    const sent = [...all.values()].filter((s) => s.type === "outbound-rtp");
    if (window.loses) lost += 100 + sent.reduce((sum, s) => sum + s.packetsSent, 0);
    const told = new Map(all);
    if (lost) told.set("faked", { type: "remote-inbound-rtp", packetsLost: lost });
    return told;
  };
}"""

# The page finds its path good whatever is lost, and gives up no pictures; `window.figures` are the true ones.
STEADY = """() => {
  const real = RTCPeerConnection.prototype.getStats;
  window.figures = () => real.call(window.mentorpitch.connection);
  RTCPeerConnection.prototype.getStats = async function () {
    const ofPath = ["remote-inbound-rtp", "candidate-pair"];
    const told = [...(await real.call(this))].filter(([, s]) => !ofPath.includes(s.type));
    return new Map(told.map(([id, s]) => [id, { ...s, packetsLost: 0 }]));
  };
}"""

# What it was asked for and sent again, as it counts; how tall the layers are that the server reports on.
SENT = """async () => {
  const all = [...(await window.figures()).values()];
  const sent = all.filter((s) => s.type === "outbound-rtp");
  const sum = (name) => sent.reduce((total, s) => total + (s[name] ?? 0), 0);
  const reported = new Set(all.filter((s) => s.type === "remote-inbound-rtp").map((s) => s.ssrc));
  const layers = sent.filter((s) => s.rid && s.frameHeight && reported.has(s.ssrc));
  return {
    asked: sum("nackCount"),
    again: sum("retransmittedPacketsSent"),
    layers: Object.fromEntries(layers.map((s) => [s.rid, s.frameHeight])),
  };
}"""
