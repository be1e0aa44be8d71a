export { readBounded } from './bounded.js';
export { ByteReader } from './reader.js';
export { ByteWriter } from './writer.js';
