export { logLine, type LogEvent, type LogForm } from './line.js';
export { logLevels, type FaultLog, type Log, type LogContext, type LogLevel } from './log.js';
