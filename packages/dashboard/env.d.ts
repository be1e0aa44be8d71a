declare namespace NodeJS {
  interface ProcessEnv {
    /** Where the server is while the page is developed apart from it, such as `http://localhost:3000`. */
    readonly NEXT_PUBLIC_HUBSCOPE_ORIGIN?: string;
  }
}
declare module '*.css';
