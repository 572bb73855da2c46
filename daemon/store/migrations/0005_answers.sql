-- What recipients answered by their own link: one answer each, the last counts.
CREATE TABLE answer (
    incident TEXT NOT NULL,
    question TEXT NOT NULL,         -- "over/6": is it over, asked by update no. 6
    recipient BIGINT NOT NULL,
    choice TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (incident, question, recipient)
);
