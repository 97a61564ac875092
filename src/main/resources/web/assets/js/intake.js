/** The ways a picture comes in: chosen, photographed, dropped anywhere, pasted, or one of the samples. */

import { byId } from './dom.js';

/**
 * @param onPictures called with one File or more
 * @param onFailure called with a failure as api.js has them, when what came in is no file
 */
export function takePictures(onPictures, onFailure) {
  for (const id of ['file', 'camera']) {
    byId(id).addEventListener('change', ({ target }) => {
      if (target.files.length > 0) {
        onPictures([...target.files]);
      }
      // The same file chosen again is a change again.
      target.value = '';
    });
  }
  takeDrops(onPictures, onFailure);
  document.addEventListener('paste', (event) => {
    if (event.clipboardData?.files.length > 0) {
      event.preventDefault();
      onPictures([...event.clipboardData.files]);
    }
  });
  byId('samples').addEventListener('click', (event) => {
    const button = event.target.closest('[data-sample]');
    if (button) {
      takeSample(button.dataset.sample, onPictures, onFailure);
    }
  });
}

/** The whole window takes drops, so that a picture let go beside the zone does not replace the page. */
function takeDrops(onPictures, onFailure) {
  const zone = byId('dropzone');
  const show = (over) => zone.classList.toggle('is-over', over);
  window.addEventListener('dragover', (event) => {
    event.preventDefault();
    show(true);
  });
  window.addEventListener('dragleave', (event) => {
    // Without a related target the pointer has left the window.
    if (event.relatedTarget === null) {
      show(false);
    }
  });
  window.addEventListener('drop', (event) => {
    event.preventDefault();
    show(false);
    const pictures = [...(event.dataTransfer?.files ?? [])];
    if (pictures.length > 0) {
      onPictures(pictures);
    } else {
      onFailure({ kind: 'not-a-file' });
    }
  });
}

async function takeSample(path, onPictures, onFailure) {
  try {
    const response = await fetch(path);
    if (!response.ok) {
      throw new Error(path);
    }
    const blob = await response.blob();
    onPictures([new File([blob], path.split('/').pop(), { type: blob.type })]);
  } catch {
    onFailure({ kind: 'network' });
  }
}
