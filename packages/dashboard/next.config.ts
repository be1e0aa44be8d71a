import type { NextConfig } from 'next';

const config: NextConfig = {
  // Plain files that the server serves itself; nothing of Next runs beside it.
  output: 'export',
  basePath: '/dashboard',
  // The same sources make the same files: the hashes by which the server allows Next's inline scripts outlive a rebuild.
  generateBuildId: () => 'hubscope',
  reactStrictMode: true,
  poweredByHeader: false,
  // Types are checked by the lint step, over every package at once.
  typescript: { ignoreBuildErrors: true },
};

export default config;
