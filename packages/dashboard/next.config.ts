import type { NextConfig } from 'next';

const config: NextConfig = {
  // Plain files that the server serves itself; nothing of Next runs beside it.
  output: 'export',
  basePath: '/dashboard',
  reactStrictMode: true,
  poweredByHeader: false,
  // Types are checked by the lint step, over every package at once.
  typescript: { ignoreBuildErrors: true },
};

export default config;
