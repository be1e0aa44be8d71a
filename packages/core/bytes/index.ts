export { ByteReader } from './reader.js';
export { ByteWriter } from './writer.js';
