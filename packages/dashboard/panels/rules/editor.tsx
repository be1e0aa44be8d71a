'use client';
import type { RuleInForce } from '@hubscope/core/wire';
import { useState, type ReactNode } from 'react';
import { ApiFault, apiPath, ask, ruleListOf } from '../../live/api.js';
import { signalOf } from '@hubscope/core/live';
import { useLive } from '../../live/live-context.js';
import { say } from '../overlay.js';
import { useAsked } from '../use-asked.js';
import type { Page } from './drawer.js';
import { RuleFields } from './fields.js';
import { MoreFields } from './more-fields.js';
import { Preview } from './preview.js';
import { draftOf, newDraft, ruleOf, type Draft } from './draft.js';
import { conditionWords } from './rule-words.js';
import { ruleWords as words } from '../../words/rules.js';

/** A rule to be read, changed or made, with what it would have done in the last day. */
export function RuleEditor({
  page,
  onOpen,
}: {
  readonly page: Exclude<Page, { at: 'list' }>;
  readonly onOpen: (page: Page) => void;
}): ReactNode {
  const hub = useLive(({ replica }) => replica.view?.name ?? '');
  const rules = useAsked(apiPath('/rules'), ruleListOf);
  const wanted = page.at === 'rule' ? page.id : page.copyOf;
  const found = rules.value?.find(({ id }) => id === wanted) ?? null;
  if (rules.fault !== null) return <p className="fault pad">{rules.fault}</p>;
  if (rules.value === null) return <p className="calm" aria-busy="true" />;
  if (wanted !== null && found === null) return <p className="calm pad">{words.gone}</p>;
  if (page.at === 'rule' && found?.read_only === true) return <ReadOnly rule={found} onOpen={onOpen} />;
  const first =
    found === null
      ? newDraft(hub)
      : { ...draftOf(found), ...(page.at === 'new' ? { name: words.copyOf(found.name) } : {}) };
  return <Form first={first} before={found} id={page.at === 'rule' ? page.id : null} onOpen={onOpen} />;
}

function ReadOnly({
  rule,
  onOpen,
}: {
  readonly rule: RuleInForce;
  readonly onOpen: (page: Page) => void;
}): ReactNode {
  const signals = useLive(({ replica }) => replica.view?.signals ?? null) ?? [];
  return (
    <div className="pad">
      <h2>{rule.name}</h2>
      <p className="calm flush">{conditionWords(rule, signalOf(signals, rule.signal))}</p>
      <p className="calm flush">{words.readOnly}</p>
      <div className="actions">
        <button
          type="button"
          className="button"
          onClick={() => {
            onOpen({ at: 'new', copyOf: rule.id });
          }}
        >
          {words.copy}
        </button>
        <Back onOpen={onOpen} />
      </div>
    </div>
  );
}

function Back({ onOpen }: { readonly onOpen: (page: Page) => void }): ReactNode {
  return (
    <button
      type="button"
      className="button plain"
      onClick={() => {
        onOpen({ at: 'list' });
      }}
    >
      {words.allRules}
    </button>
  );
}

function Form({
  first,
  before,
  id,
  onOpen,
}: {
  readonly first: Draft;
  readonly before: RuleInForce | null;
  /** null: it is made anew. */
  readonly id: string | null;
  readonly onOpen: (page: Page) => void;
}): ReactNode {
  const [draft, setDraft] = useState(first);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const written = ruleOf(draft);
  const path = id === null ? apiPath('/rules') : apiPath(`/rules/${encodeURIComponent(id)}`);

  const run = async (what: () => Promise<unknown>): Promise<void> => {
    setBusy(true);
    try {
      await what();
      onOpen({ at: 'list' });
    } catch (error) {
      setFault(error instanceof ApiFault ? error.message : words.notKept);
      setBusy(false);
    }
  };
  const save = (): Promise<void> =>
    run(async () => {
      await ask(path, { method: id === null ? 'POST' : 'PUT', body: written });
      say({
        words: id === null ? words.watchesNow(draft.name) : words.changed(draft.name),
        undo:
          id === null || before === null
            ? null
            : () => ask(path, { method: 'PUT', body: ruleOf(draftOf(before)) }),
      });
    });
  const remove = (): Promise<void> =>
    run(async () => {
      await ask(path, { method: 'DELETE' });
      say({
        words: before?.origin === 'default' ? words.asItWas(draft.name) : words.deleted(draft.name),
        undo:
          before === null
            ? null
            : before.origin === 'default'
              ? () => ask(path, { method: 'PUT', body: ruleOf(draftOf(before)) })
              : () => ask(apiPath('/rules'), { method: 'POST', body: ruleOf(draftOf(before)) }),
      });
    });

  return (
    <form
      className="rule-form"
      data-testid="rule-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (written !== null) void save();
      }}
    >
      <div className="drawer-title">
        <h2>{id === null ? words.newRule : first.name}</h2>
        <Back onOpen={onOpen} />
      </div>
      <RuleFields draft={draft} onChange={setDraft} />
      <MoreFields draft={draft} onChange={setDraft} />
      <Preview
        rule={written}
        draft={draft}
        onUse={(threshold) => {
          setDraft({ ...draft, threshold });
        }}
      />
      {fault !== null && (
        <p className="fault pad" role="alert">
          {words.nothingChanged(fault)}
        </p>
      )}
      <div className="actions pad">
        <button type="submit" className="button strong" disabled={written === null || busy}>
          {id === null ? words.make : words.keepChange}
        </button>
        {id !== null && (before?.origin === 'api' || before?.changed === true) && (
          <button
            type="button"
            className="button"
            disabled={busy}
            onClick={() => {
              void remove();
            }}
          >
            {before.origin === 'default' ? words.backToDefault : words.delete}
          </button>
        )}
      </div>
    </form>
  );
}
