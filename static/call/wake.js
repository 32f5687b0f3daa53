/** Keep the screen awake until the returned function is called; where the browser cannot, it sleeps as always. */
export function stayAwake() {
  /** @type {WakeLockSentinel | null} */
  let lock = null;
  let over = false;
  const take = async () => {
    if (document.hidden || over || !navigator.wakeLock) return;
    lock = await navigator.wakeLock.request("screen").catch(() => null);
    if (over) void lock?.release();
  };
  document.addEventListener("visibilitychange", take); // it is lost with each change of tab
  void take();
  return () => {
    over = true;
    document.removeEventListener("visibilitychange", take);
    void lock?.release();
  };
}
