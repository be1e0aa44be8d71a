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
  signInWith: (provider: string) => `Sign in with ${provider}`,
  noRole: 'Your account has no role here. Ask whoever runs this server.',
  noEmail: 'Your account has no verified e-mail address that is let in here. Ask whoever runs this server.',
  notLetThrough: 'Your account’s provider did not let you through.',
  nameTaken: 'Somebody else has your name here. Ask whoever runs this server.',
  tooLate: 'Signing in took too long, or began in another browser. Begin anew.',
  tooMany: 'Too many are signing in. Wait a minute.',
  providerFailed:
    'Your account’s provider does not answer as it should. Whoever runs this server finds why in its log.',
};

export type SignInWords = typeof english;
export const signInWords = spoken('signIn', english);
