import { Head, Html, Main, NextScript } from 'next/document.js';
import type { ReactNode } from 'react';

export default function Document(): ReactNode {
  return (
    // The early script sets an attribute before React wakes.
    <Html lang="en" suppressHydrationWarning>
      <Head>
        <meta name="description" content="Live performance monitoring for AI orchestrators" />
        <meta name="theme-color" media="(prefers-color-scheme: light)" content="#ffffff" />
        <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#101418" />
        <link rel="icon" href="/dashboard/icon.svg" type="image/svg+xml" sizes="any" />
        <link rel="manifest" href="/dashboard/manifest.webmanifest" />
        <link rel="apple-touch-icon" href="/dashboard/apple-touch-icon.png" />
        <script src="/dashboard/early.js" />
      </Head>
      <body>
        <Main />
        <NextScript />
      </body>
    </Html>
  );
}
