/** The button of the live camera. The camera itself is loaded when somebody first wants it. */

import { byId } from './dom.js';

export class Live {
  /**
   * @param onStart called before the camera starts in place of the picture at hand
   * @param camera what camera.js takes
   */
  constructor(onStart, camera) {
    this.camera = null;
    const button = byId('live');
    button.disabled = false;
    button.addEventListener('click', async () => {
      // A second click, while the camera is loaded, would start a second one.
      button.disabled = true;
      try {
        const { Camera } = await import('./camera.js');
        this.camera ??= new Camera(camera);
      } catch (error) {
        button.disabled = false;
        throw error;
      }
      onStart();
      this.camera.start();
    });
  }

  /** Whether pictures come from the camera now. */
  get on() {
    return this.camera !== null && this.camera.on;
  }

  stop() {
    this.camera?.stop();
  }
}
