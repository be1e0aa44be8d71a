export { StatsdDoor, type StatsdOptions } from './door.js';
