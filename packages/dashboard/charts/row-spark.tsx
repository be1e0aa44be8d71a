'use client';
import { memo, useLayoutEffect, useRef, type ReactNode } from 'react';
import type { Values } from '@hubscope/core/live';
import { faint } from './palette.js';
import { usePalette } from './stage.js';

const width = 92;
const height = 20;
const seconds = 60;

/** A component's last 60 seconds of throughput in its row, from zero; a gap is a gap. */
export const RowSpark = memo(function RowSpark({ values }: { readonly values: Values }): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const colours = usePalette();
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d') ?? null;
    if (canvas.current === null || context === null || colours === null) return;
    const ratio = window.devicePixelRatio;
    if (canvas.current.width !== Math.round(width * ratio)) {
      canvas.current.width = Math.round(width * ratio);
      canvas.current.height = Math.round(height * ratio);
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    draw(context, values.slice(-seconds), colours.hue.throughput);
  }, [values, colours]);
  return <canvas className="row-spark" ref={canvas} aria-hidden="true" />;
});

function draw(context: CanvasRenderingContext2D, values: Values, colour: string): void {
  const top = Math.max(0, ...values.map((value) => value ?? 0)) * 1.15;
  const x = (index: number): number => ((index + seconds - values.length) * (width - 1)) / (seconds - 1);
  const y = (value: number): number => height - 1 - (top === 0 ? 0 : (value / top) * (height - 3));
  const line = new Path2D();
  const area = new Path2D();
  values.forEach((value, index) => {
    if (value === null) return;
    const begins = (values[index - 1] ?? null) === null;
    const ends = (values[index + 1] ?? null) === null;
    if (begins) {
      line.moveTo(x(index), y(value));
      area.moveTo(x(index), height);
    }
    line.lineTo(x(index) + (begins && ends ? 1 : 0), y(value));
    area.lineTo(x(index), y(value));
    if (ends) area.lineTo(x(index), height);
  });
  context.fillStyle = faint(colour, 0.1);
  context.fill(area);
  context.strokeStyle = faint(colour, 0.9);
  context.lineWidth = 1.25;
  context.lineJoin = 'round';
  context.stroke(line);
}
