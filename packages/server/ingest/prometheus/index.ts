export { Book, type BookOptions, type MetricType } from './book.js';
export { remoteWriteRoute, type RemoteWriteOptions } from './http.js';
