import { expect, it } from 'vitest';
import { hashPassword, isPassword } from './password.js';

const password = 'a long enough one';

it('who signs in first while there is too much to hash has to wait, and nobody after that', async () => {
  const hash = await hashPassword(password);
  const work = Array.from({ length: 22 }, () => hashPassword(password));
  for (const kept of [hash, null])
    await expect(isPassword(kept, password)).rejects.toMatchObject({ code: 'too_many_requests' });
  await Promise.all(work);
  expect(await Promise.all([isPassword(hash, password), isPassword(null, password)])).toEqual([true, false]);
});
