// The page's own camera as the source: one JPEG in flight, the newest picture next. Only to this computer.
const WIDTH = 640;
const HEIGHT = 480;

export class OwnCamera {
  constructor(video) {
    this.video = video;
    this.stream = null;
  }

  /** Asks for the camera; throws a sentence where there is none. */
  async open() {
    try {
      const wish = { width: { ideal: WIDTH }, height: { ideal: HEIGHT }, frameRate: { ideal: 30 }, facingMode: "user" };
      this.stream = await navigator.mediaDevices.getUserMedia({ video: wish, audio: false });
    } catch (error) {
      throw new Error(error.name === "NotAllowedError"
        ? "The browser may not use the camera. Please allow it for this page, beside the address."
        : "The browser finds no camera it can use. Please check that it is plugged in and not in use elsewhere.");
    }
    this.video.srcObject = this.stream;
    await this.video.play();
  }

  /** Sends pictures until closed; call it once the sitting has started. */
  async send() {
    while (this.stream) {
      await this.#nextFrame();
      if (!this.stream) return;
      const { videoWidth: width, videoHeight: height } = this.video;
      const canvas = new OffscreenCanvas(width, height);
      canvas.getContext("2d").drawImage(this.video, 0, 0);
      const body = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.85 });
      try {
        await fetch("/live/browser-frame", { method: "POST", headers: { "Content-Type": "image/jpeg" }, body });
      } catch {
        await new Promise((done) => setTimeout(done, 500));  // the program is away; the page says so elsewhere
      }
    }
  }

  #nextFrame() {
    return new Promise((done) => {
      if (this.video.requestVideoFrameCallback) this.video.requestVideoFrameCallback(done);
      else requestAnimationFrame(done);
    });
  }

  close() {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
    this.video.srcObject = null;
  }
}
