export { Access, type AccessSettings } from './access.js';
