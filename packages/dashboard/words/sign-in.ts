import { spoken } from './spoken.js';

const english = {
  signIn: 'Sign in',
  known: 'This server shows its hubs to people it knows.',
  first: 'Make the first admin',
  choose: 'Choose the name and the password by which you sign in from now on. The link is good once.',
  name: 'Name',
  password: 'Password',
  atLeast: 'Ten characters at least.',
  make: 'Make and sign in',
};

export type SignInWords = typeof english;
export const signInWords = spoken('signIn', english);
