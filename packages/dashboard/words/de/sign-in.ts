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
  signInWith: (provider) => `Anmelden mit ${provider}`,
  noRole: 'Ihr Konto hat hier keine Rolle. Fragen Sie, wer diesen Server betreibt.',
  noEmail:
    'Ihr Konto hat keine bestätigte E-Mail-Adresse, die hier eingelassen wird. Fragen Sie, wer diesen Server betreibt.',
  notLetThrough: 'Der Anbieter Ihres Kontos hat Sie nicht durchgelassen.',
  nameTaken: 'Jemand anders hat hier Ihren Namen. Fragen Sie, wer diesen Server betreibt.',
  tooLate: 'Das Anmelden dauerte zu lange oder begann in einem anderen Browser. Beginnen Sie neu.',
  tooMany: 'Zu viele melden sich an. Warten Sie eine Minute.',
  providerFailed:
    'Der Anbieter Ihres Kontos antwortet nicht, wie er soll. Wer diesen Server betreibt, findet den Grund im Log.',
};
