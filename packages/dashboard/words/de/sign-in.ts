import type { SignInWords } from '../sign-in.js';

export const signIn: SignInWords = {
  signIn: 'Anmelden',
  known: 'Dieser Server zeigt seine Hubs Menschen, die er kennt.',
  first: 'Ersten Admin anlegen',
  choose: 'Wählen Sie Name und Passwort, mit denen Sie sich ab jetzt anmelden. Der Link gilt einmal.',
  name: 'Name',
  password: 'Passwort',
  atLeast: 'Mindestens zehn Zeichen.',
  make: 'Anlegen und anmelden',
};
