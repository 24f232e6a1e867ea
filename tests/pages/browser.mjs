// A headless Chromium behind chromedriver: opens a file in light or dark colours and shows all of it in one picture.

import { spawn } from "node:child_process";

import { Session, call, freePort, until } from "../window/webdriver.mjs";

/** What Chromium is started with: nothing but the page, on a machine with little shared memory. */
const ARGUMENTS = [
  "--headless=new",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--hide-scrollbars",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--force-device-scale-factor=1",
];
/** How long browser and driver may take to start, in milliseconds: the machine may be busy with other tests. */
const START_MS = 120_000;
/** Longest page that is pictured, in CSS pixels. */
const MAX_HEIGHT = 12_000;

/** A browser and its driver. `close` ends both. */
export class Browser {
  #driver;
  #base;
  #session;

  static async open() {
    const port = await freePort();
    const driver = spawn("chromedriver", [`--port=${port}`], {
      stdio: "ignore",
    });
    const failed = new Promise((_, reject) => driver.once("error", reject));
    const server = `http://127.0.0.1:${port}`;
    try {
      const ready = async () => (await call("GET", `${server}/status`)).ready;
      await Promise.race([
        until("chromedriver answers", ready, START_MS),
        failed,
      ]);
      // Chromium's sandbox does not start for root, who runs the tests in a container.
      const root = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
      const options = { args: [...ARGUMENTS, ...root] };
      const alwaysMatch = {
        browserName: "chrome",
        "goog:chromeOptions": options,
      };
      const body = { capabilities: { alwaysMatch } };
      const { sessionId } = await call(
        "POST",
        `${server}/session`,
        body,
        START_MS,
      );
      return new Browser(driver, server, sessionId);
    } catch (error) {
      driver.kill();
      throw error;
    }
  }

  constructor(driver, server, id) {
    this.#driver = driver;
    this.#base = `${server}/session/${id}`;
    this.#session = new Session(server, id);
  }

  /** The session, for what runs in the page. */
  get session() {
    return this.#session;
  }

  /** Opens a page as wide as `width`, in these colours. */
  async show(url, { dark, width }) {
    const features = [
      { name: "prefers-color-scheme", value: dark ? "dark" : "light" },
    ];
    await this.#cdp("Emulation.setEmulatedMedia", { features });
    await this.#size(width, 800);
    await call("POST", `${this.#base}/url`, { url });
  }

  /** All of the page as a PNG. */
  async picture(width) {
    const height = await this.#session.run(
      "return document.documentElement.scrollHeight",
    );
    await this.#size(width, Math.min(height, MAX_HEIGHT));
    return this.#session.screenshot();
  }

  /** A part of the page as a PNG: `{ x, y, width, height }` in CSS pixels. */
  async part(clip) {
    const params = {
      format: "png",
      captureBeyondViewport: true,
      clip: { ...clip, scale: 1 },
    };
    const { data } = await this.#cdp("Page.captureScreenshot", params);
    return Buffer.from(data, "base64");
  }

  async close() {
    try {
      await this.#session.close();
    } finally {
      this.#driver.kill();
    }
  }

  #size(width, height) {
    const metrics = { width, height, deviceScaleFactor: 1, mobile: false };
    return this.#cdp("Emulation.setDeviceMetricsOverride", metrics);
  }

  #cdp(cmd, params) {
    return call("POST", `${this.#base}/goog/cdp/execute`, { cmd, params });
  }
}
