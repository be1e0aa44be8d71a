import dns, { type LookupAddress, type LookupOptions } from 'node:dns';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';

/** How long a server of names has for an answer, ms: twice as long at the second try. */
const patience = { timeout: 1500, tries: 2 };

const hostsFile = '/etc/hosts';
const serversFile = '/etc/resolv.conf';

type Answered = (
  error: NodeJS.ErrnoException | null,
  found?: string | LookupAddress[],
  family?: number,
) => void;

export interface NamesOptions {
  /** Asks servers of names by packets, without a thread. */
  readonly resolver: () => Pick<dns.promises.Resolver, 'resolve4' | 'resolve6'>;
  /** A file of the system; empty where there is none. */
  readonly read: (file: string) => Promise<string>;
  /** The system's own way: files, servers, and whatever else it is set up to ask; in a thread that it holds until it is done. */
  readonly system: (name: string, options: LookupOptions, answered: Answered) => void;
}

const system = dns.lookup.bind(dns);

const production: NamesOptions = {
  resolver: () => new dns.promises.Resolver(patience),
  read: (file) => readFile(file, 'utf8').catch(() => ''),
  system: (name, options, answered) => {
    system(name, options, answered);
  },
};

/** Lines of words, without comments. */
const wordsOf = (text: string): string[][] =>
  text.split('\n').map((line) =>
    line
      .replace(/[#;].*/, '')
      .trim()
      .split(/\s+/),
  );

/** The names that a hosts file knows, hosts(5). */
function namesIn(hosts: string): Set<string> {
  return new Set(wordsOf(hosts.toLowerCase()).flatMap(([, ...names]) => names));
}

/** What servers are asked for where a name is meant, in this order: resolv.conf(5). */
export function candidatesOf(name: string, conf: string): string[] {
  if (name.endsWith('.')) return [name];
  let domains: string[] = [];
  let least = 1;
  for (const [keyword, ...values] of wordsOf(conf)) {
    if (keyword === 'search' || keyword === 'domain') domains = values;
    if (keyword !== 'options') continue;
    for (const value of values) least = Number(/^ndots:(\d+)$/.exec(value)?.[1] ?? least);
  }
  const inDomains = domains.map((domain) => `${name}.${domain.replace(/\.$/, '')}`);
  return name.split('.').length > least ? [name, ...inDomains] : [...inDomains, name];
}

function notFound(name: string, code: 'EAI_AGAIN' | 'ENOTFOUND'): NodeJS.ErrnoException {
  const message = `getaddrinfo ${code} ${name}`;
  return Object.assign(new Error(message), { code, syscall: 'getaddrinfo', hostname: name });
}

const isLate = (tried: PromiseSettledResult<unknown>): boolean =>
  tried.status === 'rejected' && (tried.reason as NodeJS.ErrnoException).code === dns.TIMEOUT;

/**
 * Finds the addresses of names, so that one whose servers never answer holds up no other. The system asks in threads, of which a process
 * has two for that: two such names would hold both. So servers are asked by packets first, and the system only for what they do not know
 * and for what it needs no server for.
 */
export class Names {
  readonly #options: NamesOptions;

  constructor(options = production) {
    this.#options = options;
  }

  /** All addresses. @throws Error with the code `ENOTFOUND`, or `EAI_AGAIN` where no answer came in time */
  all(name: string): Promise<LookupAddress[]> {
    return new Promise((resolve, reject) => {
      this.lookup(name, { all: true }, (error, found) => {
        if (error === null && Array.isArray(found)) resolve(found);
        else reject(error ?? notFound(name, 'ENOTFOUND'));
      });
    });
  }

  /** In place of `dns.lookup`; called as it is. */
  readonly lookup = (name: string, given: LookupOptions | number | Answered, then?: Answered): void => {
    const answered = typeof given === 'function' ? given : then;
    if (answered === undefined) throw new TypeError('nobody waits for the answer');
    const options = typeof given === 'number' ? { family: given } : typeof given === 'object' ? given : {};
    this.#ask(name).then(
      (found) => {
        if (found === null) this.#options.system(name, options, answered);
        else answer(name, found, options, answered);
      },
      (error: unknown) => {
        answered(error as NodeJS.ErrnoException);
      },
    );
  };

  /** @returns null where the system is to be asked. @throws Error `EAI_AGAIN` where servers do not answer */
  async #ask(name: string): Promise<LookupAddress[] | null> {
    const { read, resolver } = this.#options;
    const lower = name.toLowerCase();
    if (isIP(name) !== 0 || lower === 'localhost' || lower.endsWith('.localhost')) return null;
    if (namesIn(await read(hostsFile)).has(lower)) return null;
    const asked = resolver();
    for (const each of candidatesOf(name, await read(serversFile))) {
      const [four, six] = await Promise.allSettled([asked.resolve4(each), asked.resolve6(each)]);
      const found = [
        ...(four.status === 'fulfilled' ? four.value.map((address) => ({ address, family: 4 })) : []),
        ...(six.status === 'fulfilled' ? six.value.map((address) => ({ address, family: 6 })) : []),
      ];
      if (found.length > 0) return found;
      if (isLate(four) || isLate(six)) throw notFound(name, 'EAI_AGAIN');
    }
    return null;
  }
}

function answer(name: string, found: LookupAddress[], options: LookupOptions, answered: Answered): void {
  const family = { IPv4: 4, IPv6: 6 }[String(options.family)] ?? Number(options.family ?? 0);
  const fit = found.filter((each) => family === 0 || each.family === family);
  const [first] = fit;
  if (first === undefined) answered(notFound(name, 'ENOTFOUND'));
  else if (options.all === true) answered(null, fit);
  else answered(null, first.address, first.family);
}

/** The names of this machine's network. */
export const names = new Names();

/** Lets all of the process find names so: `fetch`, for one, can't be told by whom to ask. Not on Windows, whose files are others. */
export function findNamesByPackets(): void {
  if (process.platform !== 'win32') dns.lookup = names.lookup as typeof dns.lookup;
}
