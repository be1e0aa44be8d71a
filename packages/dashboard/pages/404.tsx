import type { ReactNode } from 'react';

export default function NotFound(): ReactNode {
  return (
    <main className="empty">
      <title>Hubscope</title>
      <h1>Nothing is here</h1>
      <p className="lead">
        The dashboard has one page. <a href="/dashboard">Open it</a>
      </p>
    </main>
  );
}
