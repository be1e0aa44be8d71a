import type { Page } from 'playwright-core';

/**
 * What no state of the page may have, in words; empty where nothing: a number that is none, a page wider than its window, a figure
 * that is cut off or stands on another, a part of the header that is out of sight.
 */
export function oddities(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const text = document.body.innerText;
    const none = /\b(?:NaN|undefined|null|Infinity|Invalid Date|\[object|\d(?:\.\d+)?e[+-]\d+)\b/.exec(text);
    if (none !== null) found.push(`says ${text.slice(Math.max(0, none.index - 30), none.index + 30)}`);
    const wider = document.documentElement.scrollWidth - window.innerWidth;
    if (wider > 0) found.push(`is wider than its window by ${String(wider)}`);
    const seen = [...document.querySelectorAll<HTMLElement>('.value, .number, .legend, .connection, .tick')];
    for (const each of seen.filter((element) => element.checkVisibility())) {
      if (each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).display !== 'inline')
        found.push(`${each.className} is cut off: ${each.innerText}`);
      const { left, right } = each.getBoundingClientRect();
      if (left < -1 || right > window.innerWidth + 1) found.push(`${each.className} is out of sight`);
    }
    for (const chart of document.querySelectorAll('.chart')) {
      const labels = [...chart.querySelectorAll<HTMLElement>('.grid span')];
      const texts = labels.map(({ innerText }) => innerText);
      if (new Set(texts).size < texts.length) found.push(`an axis says ${texts.join(', ')}`);
      const edge = chart.getBoundingClientRect().left;
      if (labels.some((label) => label.getBoundingClientRect().left < edge))
        found.push(`an axis is out of its panel: ${texts.join(', ')}`);
    }
    return found;
  });
}
