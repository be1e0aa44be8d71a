'use client';
import { useEffect, useState } from 'react';

/**
 * Counts up to `last`, a step after each paint: what is mounted by steps is there sooner, from the top down, and the page answers in
 * between.
 */
export function useSteps(last: number): number {
  const [step, setStep] = useState(0);
  useEffect(() => {
    if (step >= last) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    // The frame is painted after its callbacks; what follows waits until then.
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => {
        setStep(step + 1);
      }, 0);
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, [step, last]);
  return step;
}
