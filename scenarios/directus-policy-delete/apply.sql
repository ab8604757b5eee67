DELETE FROM public.directus_policies
WHERE id = md5('policy 2')::uuid AND name = 'Registering';
