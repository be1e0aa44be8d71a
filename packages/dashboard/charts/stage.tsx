'use client';
import { createContext, useContext, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import { pageNow } from '../live/browser-world.js';
import { useLiveConnection, useSeen } from '../live/live-context.js';
import { Store } from '@hubscope/core/live';
import { Glide } from './glide.js';
import { palette, watchPalette, type Palette } from './palette.js';
import { SceneMaker, type Scene } from './scene.js';

interface Stage {
  readonly maker: SceneMaker;
  readonly glide: Glide;
  /** The moment that the cursor is on, s since the epoch; one for all charts. */
  readonly hover: Store<number | null>;
  /** What a drag is drawing across, s since the epoch. */
  readonly selection: Store<Stretch | null>;
  /** How far a hand has moved the charts aside and not let go, s; positive towards now. */
  readonly drift: Store<number>;
}

export interface Stretch {
  readonly from: number;
  readonly to: number;
}

const StageContext = createContext<Stage | null>(null);

/** What all charts share: the scene, the glide and the cursor. */
export function ChartStage({ children }: { readonly children: ReactNode }): ReactNode {
  const live = useLiveConnection();
  const seen = useSeen();
  const [stage] = useState<Stage>(() => ({
    maker: new SceneMaker(live, seen, pageNow),
    glide: new Glide(() => live.glide.edge(pageNow())),
    hover: new Store<number | null>(null),
    selection: new Store<Stretch | null>(null),
    drift: new Store(0),
  }));
  useEffect(() => {
    const unwatch = watchPalette();
    stage.maker.start();
    stage.glide.start();
    return () => {
      unwatch();
      stage.maker.stop();
      stage.glide.stop();
    };
  }, [stage]);
  return <StageContext value={stage}>{children}</StageContext>;
}

export function useStage(): Stage {
  const stage = useContext(StageContext);
  if (stage === null) throw new Error('a chart stands outside of ChartStage');
  return stage;
}

export function useScene(): Scene | null {
  const { scene } = useStage().maker;
  return useSyncExternalStore(scene.subscribe, scene.get, () => null);
}

export function usePalette(): Palette | null {
  return useSyncExternalStore(palette.subscribe, palette.get, () => null);
}

export function useHovered(): number | null {
  const { hover } = useStage();
  return useSyncExternalStore(hover.subscribe, hover.get, () => null);
}

export function useSelection(): Stretch | null {
  const { selection } = useStage();
  return useSyncExternalStore(selection.subscribe, selection.get, () => null);
}
