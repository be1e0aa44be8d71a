export { createOtlpGrpc, type GrpcCall, type OtlpGrpc } from './grpc.js';
export { createOtlpHttp, type OtlpHttpOptions } from './http.js';
export { builtinRedactions, redaction } from './redact.js';
export { Intake, type HandledRequest, type IntakeOptions } from './intake.js';
