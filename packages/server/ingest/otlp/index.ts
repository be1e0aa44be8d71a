export { createOtlpHttp, type HandledRequest, type OtlpOptions } from './http.js';
