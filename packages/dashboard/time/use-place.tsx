'use client';
import { createContext, useContext, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import { useLiveConnection, useSeen } from '../live/live-context.js';
import { HistoryFeed, type Past } from './feed.js';
import { firstPlace, Places, type Place } from './place.js';

interface Time {
  readonly places: Places;
  readonly feed: HistoryFeed;
}

const TimeContext = createContext<Time | null>(null);

/** Keeps the page's place and the past that it names. */
export function PlaceProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const live = useLiveConnection();
  const seen = useSeen();
  const [time] = useState<Time>(() => {
    const places = new Places();
    return { places, feed: new HistoryFeed(seen, places) };
  });
  useEffect(() => {
    const { places, feed } = time;
    const follow = (): void => {
      live.select(places.place.get().hub);
    };
    places.start();
    feed.start();
    const unsubscribe = places.place.subscribe(follow);
    follow();
    return () => {
      unsubscribe();
      feed.stop();
      places.stop();
    };
  }, [live, time]);
  return <TimeContext value={time}>{children}</TimeContext>;
}

function useTime(): Time {
  const time = useContext(TimeContext);
  if (time === null) throw new Error('a panel stands outside of PlaceProvider');
  return time;
}

export function usePlaces(): Places {
  return useTime().places;
}

export function usePlace(): Place {
  const { place } = usePlaces();
  return useSyncExternalStore(place.subscribe, place.get, () => firstPlace);
}

/** The stretch of the past that is shown; null while the charts show the live minute. */
export function usePast(): Past | null {
  const { past } = useTime().feed;
  return useSyncExternalStore(past.subscribe, past.get, () => null);
}

export function useTryAgain(): () => void {
  return useTime().feed.again;
}
