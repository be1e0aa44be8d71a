'use client';
import { useState, type ReactNode } from 'react';
import { CloseButton, Dialog } from '../drawer.js';
import type { Overlay } from '../overlay.js';
import { Channels } from './channels.js';
import { RuleEditor } from './editor.js';
import { RuleList } from './list.js';
import { Silences } from './silences.js';
import { ruleWords as words } from '../../words/rules.js';

type Rules = Extract<Overlay, { kind: 'rules' | 'silences' | 'channels' }>;

/** What the drawer shows of the rules: all, one by its id, or a new one (a copy of another where that is given). */
export type Page =
  | { readonly at: 'list' }
  | { readonly at: 'rule'; readonly id: string }
  | { readonly at: 'new'; readonly copyOf: string | null };

/** The rules that watch, what is muted, and who is told, beside the page. */
export default function RulesDrawer({ overlay }: { readonly overlay: Rules }): ReactNode {
  const [tab, setTab] = useState(overlay.kind);
  const first: Page =
    overlay.kind === 'rules' && overlay.rule !== null ? { at: 'rule', id: overlay.rule } : { at: 'list' };
  const [page, setPage] = useState<Page>(first);
  return (
    <Dialog label={words.drawer} look="drawer">
      <header className="drawer-head">
        <div className="segments" role="group" aria-label={words.shown}>
          {(['rules', 'silences', 'channels'] as const).map((each) => (
            <button
              type="button"
              key={each}
              aria-pressed={tab === each}
              onClick={() => {
                setTab(each);
                setPage({ at: 'list' });
              }}
            >
              {words.tabs[each]}
            </button>
          ))}
        </div>
        <CloseButton />
      </header>
      {tab === 'silences' && <Silences matcher={overlay.kind === 'silences' ? overlay.matcher : null} />}
      {tab === 'channels' && <Channels />}
      {tab === 'rules' && page.at === 'list' && <RuleList onOpen={setPage} />}
      {tab === 'rules' && page.at !== 'list' && (
        <RuleEditor
          key={page.at === 'rule' ? page.id : `new ${page.copyOf ?? ''}`}
          page={page}
          onOpen={setPage}
        />
      )}
    </Dialog>
  );
}
