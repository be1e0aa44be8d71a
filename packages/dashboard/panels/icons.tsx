import type { ReactNode } from 'react';

/** The mark: a scope with a pulse in it. */
export function Mark(): ReactNode {
  return (
    <svg className="mark" width="20" height="20" viewBox="0 0 20 20" fill="none" aria-hidden="true">
      <circle cx="10" cy="10" r="8.2" stroke="currentColor" strokeWidth="1.6" />
      <path
        className="pulse"
        d="M2.5 11h4l1.8-4.5 3 8 1.9-5h4.3"
        strokeWidth="1.7"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  );
}

/** Which way a value went. */
export function Arrow({ up }: { readonly up: boolean }): ReactNode {
  return (
    <svg className="arrow" width="10" height="10" viewBox="0 0 10 10" fill="none" aria-hidden="true">
      <path
        d={up ? 'M2 8 8 2M3.5 2H8v4.5' : 'M2 2l6 6M3.5 8H8V3.5'}
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

/** Says that a button opens something below it. */
export function Chevron(): ReactNode {
  return (
    <svg className="chevron" width="10" height="10" viewBox="0 0 10 10" fill="none" aria-hidden="true">
      <path
        d="M2 3.5 5 6.5 8 3.5"
        stroke="currentColor"
        strokeWidth="1.4"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
