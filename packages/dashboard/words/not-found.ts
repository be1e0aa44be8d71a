import { spoken } from './spoken.js';

const english = {
  title: 'Nothing is here',
  about: 'The dashboard has one page. ',
  open: 'Open it',
};

export type NotFoundWords = typeof english;
export const notFoundWords = spoken('notFound', english);
