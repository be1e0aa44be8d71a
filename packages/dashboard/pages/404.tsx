import type { ReactNode } from 'react';
import { InLanguage } from '../words/in-language.js';
import { notFoundWords as words } from '../words/not-found.js';

function Nothing(): ReactNode {
  return (
    <main className="empty">
      <title>Hubscope</title>
      <h1>{words.title}</h1>
      <p className="lead">
        {words.about}
        <a href="/dashboard">{words.open}</a>
      </p>
    </main>
  );
}

export default function NotFound(): ReactNode {
  return (
    <InLanguage>
      <Nothing />
    </InLanguage>
  );
}
