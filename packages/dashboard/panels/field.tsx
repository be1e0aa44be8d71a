import type { ReactNode } from 'react';

/** A field of a form with its label. */
export function Field({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <label className="form-field">
      <span>{label}</span>
      {children}
    </label>
  );
}

interface Options<T extends string> {
  readonly value: T;
  /** Each with its words. */
  readonly options: readonly (readonly [T, string])[];
  readonly onChange: (value: T) => void;
}

/** One of some, where the options say by themselves of what. */
export function Select<T extends string>({
  label,
  value,
  options,
  onChange,
}: Options<T> & {
  /** Read aloud; left out inside of a {@link Field}. */
  readonly label?: string;
}): ReactNode {
  return (
    <select
      aria-label={label}
      value={value}
      onChange={(event) => {
        const chosen = options.find(([each]) => each === event.target.value);
        if (chosen !== undefined) onChange(chosen[0]);
      }}
    >
      {options.map(([each, words]) => (
        <option key={each} value={each}>
          {words}
        </option>
      ))}
    </select>
  );
}

/** One of some, under a label. */
export function Choice<T extends string>({
  label,
  ...options
}: Options<T> & { readonly label: string }): ReactNode {
  return (
    <Field label={label}>
      <Select {...options} />
    </Field>
  );
}
