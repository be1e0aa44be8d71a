import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import 'uplot/dist/uPlot.min.css';
import '../styles/tokens.css';
import '../styles/base.css';
import '../styles/header.css';
import '../styles/page.css';
import '../styles/cards.css';
import '../styles/chart.css';
import '../styles/components.css';
import '../styles/side.css';
import '../styles/impact.css';
import '../styles/empty.css';
import '../styles/access.css';
import '../styles/overlay.css';
import '../styles/views.css';
import '../styles/calls.css';
import '../styles/doctor.css';
import '../styles/states.css';

export const metadata: Metadata = {
  description: 'Live performance monitoring for AI orchestrators',
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#ffffff' },
    { media: '(prefers-color-scheme: dark)', color: '#101418' },
  ],
};

export default function Layout({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    // The early script sets an attribute before React wakes.
    <html lang="en" suppressHydrationWarning>
      <head>
        <script src="/dashboard/early.js" />
      </head>
      <body>{children}</body>
    </html>
  );
}
