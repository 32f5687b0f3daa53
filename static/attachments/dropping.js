import { useEffect, useState } from "preact/hooks";

/** Files that are dropped somewhere: `over` while they hover there. @param {((files: FileList) => void) | null} take null: not now */
export function useDropping(take) {
  const [over, setOver] = useState(false);
  useEffect(() => {
    // A file that misses the place must not take the page away.
    const miss = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files") && event.preventDefault();
    addEventListener("dragover", miss);
    addEventListener("drop", miss);
    return () => {
      removeEventListener("dragover", miss);
      removeEventListener("drop", miss);
    };
  }, []);
  return {
    over,
    onDragOver: (/** @type {DragEvent} */ event) => {
      if (take && event.dataTransfer?.types.includes("Files")) setOver(true);
    },
    onDragLeave: (/** @type {DragEvent} */ event) => {
      if (!(event.relatedTarget instanceof Node && /** @type {Node} */ (event.currentTarget).contains(event.relatedTarget))) setOver(false);
    },
    onDrop: (/** @type {DragEvent} */ event) => {
      setOver(false);
      if (take && event.dataTransfer?.files.length) take(event.dataTransfer.files);
    },
  };
}
