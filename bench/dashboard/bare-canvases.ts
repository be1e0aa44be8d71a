import type { Browser, Page } from 'playwright-core';

/** Where the charts of a page are and how large, CSS px. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The least that gliding can cost: canvases of these sizes, each drawn once with one line and moved left at each frame. */
export async function openBareCanvases(browser: Browser, boxes: readonly Box[]): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.setContent('<body style="margin:0;overflow:hidden"></body>');
  await page.evaluate((all) => {
    const canvases = all.map(({ x, y, width, height }) => {
      const frame = document.createElement('div');
      frame.style.cssText = `position:absolute;overflow:hidden;left:${String(x)}px;top:${String(y)}px;width:${String(width)}px;height:${String(height)}px`;
      const canvas = document.createElement('canvas');
      Object.assign(canvas, { width: 2 * width, height });
      const pen = canvas.getContext('2d');
      pen?.beginPath();
      for (let at = 0; at < 2 * width; at += 8) pen?.lineTo(at, height * (0.5 + 0.4 * Math.sin(at / 40)));
      pen?.stroke();
      frame.append(canvas);
      document.body.append(frame);
      return { canvas, pace: width / 60, width };
    });
    const begun = performance.now();
    const glide = (): void => {
      const seconds = (performance.now() - begun) / 1000;
      for (const { canvas, pace, width } of canvases)
        canvas.style.transform = `translateX(${String(-((seconds * pace) % width))}px)`;
      requestAnimationFrame(glide);
    };
    requestAnimationFrame(glide);
  }, boxes);
  return page;
}
