/** Packages with a binary: they stay where they are, and whoever installs Hubscope installs them. */
export const withBinary = ['@duckdb/node-api', '@node-rs/argon2'];

/** What its users load only when it is called for, which it never is here. */
export const neverLoaded = [
  '@fastify/ajv-compiler',
  '@fastify/fast-json-stringify-compiler',
  '@grpc/proto-loader',
  'light-my-request',
];
