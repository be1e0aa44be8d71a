'use client';
import { Fragment, type ReactNode } from 'react';
import { CloseButton, Dialog } from '../drawer.js';
import { paletteWords as words } from '../../words/palette.js';

/** All keys on one sheet. */
export default function KeySheet(): ReactNode {
  return (
    <Dialog label={words.keys} look="sheet-dialog">
      <header className="drawer-head">
        <h2>{words.keys}</h2>
        <CloseButton />
      </header>
      <div className="key-groups" data-testid="key-sheet">
        {words.keyGroups.map(({ title, keys }) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {keys.map(([key, what]) => (
                <Fragment key={key}>
                  <dt>
                    <kbd>{key}</kbd>
                  </dt>
                  <dd>{what}</dd>
                </Fragment>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
