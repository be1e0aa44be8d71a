import type { AppProps } from 'next/app.js';
import type { ReactNode } from 'react';
import 'uplot/dist/uPlot.min.css';
import '../styles/tokens.css';
import '../styles/base.css';
import '../styles/header.css';
import '../styles/page.css';
import '../styles/cards.css';
import '../styles/chart.css';
import '../styles/board.css';
import '../styles/components.css';
import '../styles/side.css';
import '../styles/impact.css';
import '../styles/empty.css';
import '../styles/access.css';
import '../styles/overlay.css';
import '../styles/views.css';
import '../styles/calls.css';
import '../styles/doctor.css';
import '../styles/states.css';
import '../styles/tour.css';
import '../styles/wide.css';
import '../styles/print.css';

export default function App({ Component, pageProps }: AppProps): ReactNode {
  return <Component {...pageProps} />;
}
