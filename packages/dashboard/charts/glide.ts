/** A layer that moves left with time. */
interface Layer {
  readonly element: HTMLElement;
  /** The moment at the right edge where the layer stands unmoved, s since the epoch. */
  readonly origin: number;
  /** CSS px a second. */
  readonly pace: number;
}

/** Moves by half a device pixel at a time: finer than the eye, and a quarter of the frames that the screen could show. */
const stepPixels = 0.5;

/**
 * Moves chart layers left at one second a second, by a transform alone, so that nothing is drawn between ticks. One timer for all
 * layers; none while the tab is hidden or motion is not wanted.
 */
export class Glide {
  readonly #layers = new Map<HTMLElement, Layer>();
  readonly #edge: () => number | null;
  #still: MediaQueryList | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #frame: number | null = null;

  constructor(edge: () => number | null) {
    this.#edge = edge;
  }

  start(): void {
    this.#still = window.matchMedia('(prefers-reduced-motion: reduce)');
    document.addEventListener('visibilitychange', this.#next);
    this.#still.addEventListener('change', this.#next);
    this.#next();
  }

  stop(): void {
    document.removeEventListener('visibilitychange', this.#next);
    this.#still?.removeEventListener('change', this.#next);
    if (this.#timer !== null) clearTimeout(this.#timer);
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    this.#layers.clear();
  }

  /** Puts a layer that was just drawn where it belongs at this moment. */
  place(element: HTMLElement, origin: number, pace: number): void {
    const layer = { element, origin, pace };
    this.#layers.set(element, layer);
    const edge = this.#edge();
    if (edge !== null) move(layer, this.#still?.matches === true ? origin : edge);
  }

  remove(element: HTMLElement): void {
    this.#layers.delete(element);
  }

  readonly #next = (): void => {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (document.hidden || this.#still?.matches === true) return;
    const pace = Math.max(1, ...Array.from(this.#layers.values(), (layer) => layer.pace));
    const wait = (1000 * stepPixels) / window.devicePixelRatio / pace;
    this.#timer = setTimeout(
      () => {
        this.#frame = requestAnimationFrame(this.#moveAll);
      },
      Math.max(0, wait - 8),
    );
  };

  readonly #moveAll = (): void => {
    this.#frame = null;
    const edge = this.#edge();
    if (edge !== null) for (const layer of this.#layers.values()) move(layer, edge);
    this.#next();
  };
}

function move({ element, origin, pace }: Layer, edge: number): void {
  element.style.transform = `translateX(${(-(edge - origin) * pace).toFixed(2)}px)`;
}
