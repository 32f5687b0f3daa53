/** The other's picture in a small window of the browser's, above all others (W3C Picture-in-Picture). */

export const canFloat = () => document.pictureInPictureEnabled === true;

/** Out, or back in. */
export async function float() {
  if (document.pictureInPictureElement) return document.exitPictureInPicture();
  const shown = [...document.querySelectorAll(".call-tiles .tile:not(.self) > .video, .shared-screen > .video")];
  const video = shown.find((element) => element instanceof HTMLVideoElement && element.videoWidth > 0);
  if (!(video instanceof HTMLVideoElement)) throw new Error("nobody shows a picture");
  await video.requestPictureInPicture();
}
