-- What is asked for, by whom it may be: a walk to nobody is none.
CREATE INDEX recipient_by_wish ON recipient (channel, language, about, incident, components);
