'use client';
import { Fragment, type ReactNode } from 'react';
import { CloseButton, Dialog } from '../drawer.js';
import { keyGroups } from './key-words.js';

/** All keys on one sheet. */
export default function KeySheet(): ReactNode {
  return (
    <Dialog label="Keys" look="sheet-dialog">
      <header className="drawer-head">
        <h2>Keys</h2>
        <CloseButton />
      </header>
      <div className="key-groups" data-testid="key-sheet">
        {keyGroups.map(({ title, keys }) => (
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
