import type { NotFoundWords } from '../not-found.js';

export const notFound: NotFoundWords = {
  title: 'Hier ist nichts',
  about: 'Das Dashboard hat eine Seite. ',
  open: 'Öffnen',
};
