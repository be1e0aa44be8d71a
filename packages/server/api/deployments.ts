import { z } from 'zod';

/** A deployment that a webhook tells of. */
export interface Deployment {
  readonly name: string;
  /** ms since the epoch; null: now. */
  readonly at: number | null;
}

const text = z.string().min(1).max(500);

/** Source: GitHub, "Webhook events and payloads". */
const github = {
  deployment_status: z.looseObject({
    deployment_status: z.looseObject({
      state: text,
      environment: text.optional(),
      created_at: text.optional(),
    }),
    deployment: z.looseObject({ environment: text, ref: text }),
  }),
  release: z.looseObject({
    action: text,
    release: z.looseObject({ tag_name: text, published_at: text.nullish() }),
  }),
} as const;

/** Source: GitLab, "Webhook events", deployment and release events. */
const gitlab = {
  deployment: z.looseObject({
    object_kind: z.literal('deployment'),
    status: text,
    status_changed_at: text.optional(),
    environment: text.optional(),
    ref: text.optional(),
    short_sha: text.optional(),
  }),
  release: z.looseObject({
    object_kind: z.literal('release'),
    action: text,
    tag: text,
    released_at: text.nullish(),
  }),
} as const;

/** `2021-04-28 21:50:00 +0200`, as GitLab writes it, and ISO 8601; null where it is no date. */
function dateOf(written: string | null | undefined): number | null {
  if (written === null || written === undefined) return null;
  const spaced = /^(\S+) (\S+) ([+-]\d{2}):?(\d{2})$/.exec(written.replace(' UTC', ' +0000'));
  const iso =
    spaced === null ? written : `${spaced[1] ?? ''}T${spaced[2] ?? ''}${spaced[3] ?? ''}:${spaced[4] ?? ''}`;
  const date = Date.parse(iso);
  return Number.isNaN(date) ? null : date;
}

function fromGitHub(event: string, body: unknown): Deployment | null {
  if (event === 'deployment_status') {
    const found = github.deployment_status.safeParse(body).data;
    if (found?.deployment_status.state !== 'success') return null;
    const { deployment, deployment_status: status } = found;
    const name = `deploy ${deployment.ref} to ${status.environment ?? deployment.environment}`;
    return { name, at: dateOf(status.created_at) };
  }
  if (event === 'release') {
    const found = github.release.safeParse(body).data;
    if (found?.action !== 'published') return null;
    return { name: `release ${found.release.tag_name}`, at: dateOf(found.release.published_at) };
  }
  return null;
}

function fromGitLab(body: unknown): Deployment | null {
  const deployed = gitlab.deployment.safeParse(body).data;
  if (deployed !== undefined) {
    if (deployed.status !== 'success') return null;
    const what = deployed.ref ?? deployed.short_sha ?? '';
    const where = deployed.environment === undefined ? '' : ` to ${deployed.environment}`;
    return { name: `deploy ${what}${where}`, at: dateOf(deployed.status_changed_at) };
  }
  const released = gitlab.release.safeParse(body).data;
  if (released?.action !== 'create') return null;
  return { name: `release ${released.tag}`, at: dateOf(released.released_at) };
}

/**
 * What a webhook of GitHub or GitLab tells of. A deployment counts when it has succeeded: what runs before that is not the new version yet.
 * @param githubEvent the header `X-GitHub-Event`
 * @param gitlabEvent the header `X-Gitlab-Event`
 * @returns null where it tells of no deployment that is done; `unknown` where neither sent it
 */
export function deploymentOf(
  githubEvent: string | undefined,
  gitlabEvent: string | undefined,
  body: unknown,
): Deployment | null | 'unknown' {
  if (githubEvent !== undefined) return fromGitHub(githubEvent, body);
  return gitlabEvent === undefined ? 'unknown' : fromGitLab(body);
}
