export { Doctor, type DoctorOptions } from './doctor.js';
export { DoorLog } from './door-log.js';
export { watchHttp } from './watch-http.js';
